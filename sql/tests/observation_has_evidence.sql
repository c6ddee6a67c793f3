-- Every observation has its value, its verbatim quantity and the sentence that says it.
{{ config(meta={'dagster': {'ref': {'name': 'fct_observation'}}}) }}
select
    observation_id,
    document_id,
    sentence_id,
    value,
    quantity,
    sentence,
    source
from {{ ref('fct_observation') }}
where value is null or sentence is null or coalesce(quantity, '') = '' or source is null
