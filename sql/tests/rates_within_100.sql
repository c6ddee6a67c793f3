-- A rate or share lies in 0..100; others are not counted by the marts.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_observation'}}}) }}
select
    observation_id,
    committee_id,
    indicator,
    period,
    value,
    quantity,
    sentence,
    source
from {{ ref('fct_observation') }}
where unit = '%' and indicator <> 'other' and value not between 0 and 100
