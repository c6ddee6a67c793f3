with standings as (
    -- what was done during the year; half of those level with a committee count as below it
    select
        rankings.committee_id,
        rankings.year,
        rankings.family,
        rankings.indicator,
        rankings.compared_in_level as compared,
        100 * (
            rankings.compared_in_level - rankings.rank_in_level - (rankings.ties_in_level - 1) / 2
        ) / nullif(rankings.compared_in_level - 1, 0) as percentile
    from {{ ref('rankings') }} as rankings
    left join {{ ref('scorecard_excluded') }} as excluded on rankings.indicator = excluded.indicator
    where excluded.indicator is null and rankings.basis = 'period' and rankings.level <> 'national'
),

family_standings as (
    select
        committee_id,
        year,
        family,
        round(avg(percentile), 6) as percentile,
        count(percentile) as indicators,
        min(compared) filter (where percentile is not null) as compared_least,
        max(compared) as compared_most
    from standings
    group by all
),

weighted_years as (
    select
        coverage.*,
        weights.weight,
        weights.missing
    from {{ ref('coverage') }} as coverage
    inner join {{ ref('scorecard_weights') }} as weights on coverage.family = weights.family
    where coverage.level <> 'national'
)

select
    years.committee_id,
    years.committee,
    years.level,
    years.province,
    years.year,
    years.family,
    years.reported,
    case
        when standings.percentile is not null then standings.percentile
        when years.missing = 'zero' and not years.reported then 0
    end as percentile,
    coalesce(standings.indicators, 0) as indicators,
    standings.compared_least,
    coalesce(standings.compared_most, 0) as compared_most,
    years.weight,
    years.missing
from weighted_years as years
left join family_standings as standings
    on
        years.committee_id = standings.committee_id
        and years.year = standings.year
        and years.family = standings.family
