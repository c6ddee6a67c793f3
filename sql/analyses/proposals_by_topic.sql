-- How do the filed proposals split by topic?
select
    documents.committee,
    breakdowns.period as year,
    breakdowns.breakdown,
    breakdowns.part,
    breakdowns.whole,
    round(coalesce(breakdowns.share_computed, breakdowns.share_given), 1) as share
from {{ ref('breakdowns') }} as breakdowns
inner join {{ ref('dim_document') }} as documents on breakdowns.document_id = documents.document_id
where breakdowns.indicator = 'proposals_filed' and breakdowns.unit <> '%' and breakdowns.status = 'actual'
order by documents.committee asc, year asc, breakdowns.part desc, breakdowns.breakdown asc
