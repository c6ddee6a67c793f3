with families as (
    select
        *,
        sum(weight) over same_committee as weight_all,
        sum(weight) filter (where percentile is not null) over same_committee as weight_scored,
        sum(weight * percentile) over same_committee as points
    from {{ ref('scorecard_family') }}
    window same_committee as (partition by committee_id, year)
),

scenarios as (
    -- the weights as they are, and each of them 10 points up and down (never below 0)
    select
        committee_id,
        level,
        year,
        'as given' as scenario,
        any_value(round(points / nullif(weight_scored, 0), 6)) as composite
    from families
    group by all
    union all
    select
        families.committee_id,
        families.level,
        families.year,
        families.family || ' ' || moves.move as scenario,
        round(
            case
                when families.percentile is null then families.points / nullif(families.weight_scored, 0)
                else
                    (families.points + greatest(moves.move, -families.weight) * families.percentile)
                    / nullif(families.weight_scored + greatest(moves.move, -families.weight), 0)
            end, 6
        ) as composite
    from families
    cross join (values (-10), (10)) as moves (move)
)

select
    *,
    case
        when composite is not null
            then rank() over (partition by level, year, scenario order by composite desc nulls last)
    end as rank,
    count(composite) over (partition by level, year, scenario) as compared
from scenarios
