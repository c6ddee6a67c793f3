-- The upper end of a range is not below the lower one, and no figure is negative.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_observation'}}}) }}
select
    observation_id,
    value,
    value_high,
    quantity,
    sentence,
    source
from {{ ref('fct_observation') }}
where value < 0 or value_high < value
