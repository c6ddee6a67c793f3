-- A rank always comes with its coverage, its range and the number compared.
{{ config(meta={'dagster': {'ref': {'name': 'scorecard'}}}) }}
select
    committee_id,
    year,
    composite,
    rank,
    rank_best,
    rank_worst,
    compared,
    coverage
from {{ ref('scorecard') }}
where
    coverage is null
    or (rank is not null and (coverage = 0 or compared is null))
    or rank not between rank_best and rank_worst
