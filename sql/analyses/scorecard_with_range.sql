-- How do committees of a level compare over all families, and how sure is the rank?
select
    level,
    year,
    rank,
    rank_best,
    rank_worst,
    compared,
    committee,
    round(composite, 1) as composite,
    round(100 * coverage) as coverage_percent
from {{ ref('scorecard') }}
where rank is not null
order by level, year, rank, committee
