with rank_ranges as (
    select
        committee_id,
        year,
        max(composite) filter (where scenario = 'as given') as composite,
        max(rank) filter (where scenario = 'as given') as rank,
        min(rank) as rank_best,
        max(rank) as rank_worst,
        max(compared) filter (where scenario = 'as given') as compared
    from {{ ref('scorecard_scenario') }}
    group by all
)

select
    families.committee_id,
    families.committee,
    families.level,
    families.province,
    families.year,
    rank_ranges.composite,
    rank_ranges.rank,
    if(rank_ranges.rank is null, null, rank_ranges.rank_best) as rank_best,
    if(rank_ranges.rank is null, null, rank_ranges.rank_worst) as rank_worst,
    rank_ranges.compared,
    coalesce(
        sum(families.weight) filter (where families.percentile is not null) / nullif(sum(families.weight), 0), 0
    ) as coverage,
    count(*) filter (where families.percentile is not null) as families_scored,
    list(families.family order by families.family) filter (where families.percentile is null) as families_missing
from {{ ref('scorecard_family') }} as families
inner join rank_ranges on families.committee_id = rank_ranges.committee_id and families.year = rank_ranges.year
group by all
