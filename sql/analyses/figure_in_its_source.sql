-- Where exactly does a figure stand? The raw text around every count of completed proposals.
select
    documents.committee,
    observations.period as year,
    observations.quantity,
    substr(raw.text, greatest(observations.span_start - 14, 1), 30) as context,
    documents.source_path
from {{ ref('fct_observation') }} as observations
inner join {{ ref('dim_document') }} as documents on observations.document_id = documents.document_id
inner join {{ source('raw', 'documents') }} as raw on observations.document_id = raw.document_id
where observations.indicator = 'proposals_completed' and observations.unit = '件' and observations.breakdown is null
order by documents.committee, year, documents.source_path, observations.span_start
