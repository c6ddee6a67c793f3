-- sql/seeds/scorecard_weights.csv: known families, weights of 0 or more, missing families skip or zero.
{{ config(meta={'dagster': {'ref': {'name': 'scorecard_weights'}}}) }}
select
    weights.family,
    weights.weight,
    weights.missing
from {{ ref('scorecard_weights') }} as weights
where
    coalesce(weights.weight, -1) < 0
    or coalesce(weights.missing, '') not in ('skip', 'zero')
    or weights.family not in (select indicators.family from {{ ref('dim_indicator') }} as indicators)
