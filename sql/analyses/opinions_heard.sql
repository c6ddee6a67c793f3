-- What share of the public-opinion reports (社情民意信息) that went up was adopted or instructed on?
with counts as (
    select
        committee,
        year,
        max(value) filter (where indicator = 'opinions_reported') as reported,
        max(value) filter (where indicator = 'opinions_instructed') as instructed
    from {{ ref('committee_year') }}
    where indicator in ('opinions_reported', 'opinions_instructed') and unit <> '%'
    group by committee, year
)

select
    committee,
    year,
    reported,
    instructed,
    round(100 * instructed / reported, 1) as share
from counts
where instructed <= reported
order by committee, year
