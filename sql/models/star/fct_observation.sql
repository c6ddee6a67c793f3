with renamed_programmes as (
    select
        observations.*,
        coalesce(variants.name, observations.programme) as programme_name
    from {{ source('indicator', 'observations') }} as observations
    left join {{ ref('programme_variants') }} as variants on observations.programme = variants.variant
),

listing_sentences as (
    -- sentences with several figures of one thing: 共召开A会议3次、B会议5次 calls none of them the total
    select
        sentence_id,
        indicator,
        unit
    from {{ source('indicator', 'observations') }}
    where breakdown is null
    group by sentence_id, indicator, unit
    having min(value) <> max(value)
)

select
    observations.observation_id,
    observations.document_id,
    documents.committee_id,
    observations.sentence_id,
    observations.indicator,
    if(documents.of_genre, nullif({{ programme_key('observations.programme_name') }}, ''), null) as programme_id,
    observations.period,
    observations.value,
    observations.value_high,
    observations.unit,
    observations.qualifier,
    observations.status,
    observations.basis,
    observations.scope,
    observations.breakdown,
    observations.programme,
    observations.subject,
    observations.quantity,
    observations.span_start,
    observations.span_end,
    observations.rule,
    observations.doubts,
    documents.counted and (
        observations.unit is distinct from '%' or observations.indicator = 'other'
        or observations.value between 0 and 100
    ) as counted,
    documents.genre in ('work_report', 'proposal_report', 'five_year_report') as report,
    {{ lowest_possible('observations.value', 'observations.qualifier') }} as lowest,
    {{ highest_possible(
        'observations.value', 'observations.value_high', 'observations.qualifier', 'observations.quantity'
    ) }} as highest,
    coalesce({{ said_to_be_total(
        'substr(sentences.text, 1, greatest(observations.text_start - sentences.text_start, 0))'
    ) }}, false)
    and (listing_sentences.sentence_id is null or contains(sentences.text, '其中')) as said_to_be_total,
    sentences.heading,
    sentences.text as sentence,
    documents.source,
    documents.published
from renamed_programmes as observations
inner join {{ ref('dim_document') }} as documents on observations.document_id = documents.document_id
left join {{ source('segmented', 'sentences') }} as sentences
    on observations.sentence_id = sentences.sentence_id
left join listing_sentences
    on
        observations.sentence_id = listing_sentences.sentence_id
        and observations.indicator = listing_sentences.indicator
        and observations.unit is not distinct from listing_sentences.unit
