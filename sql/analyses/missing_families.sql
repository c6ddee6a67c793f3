-- What does a committee's last year of reporting leave out?
with last_years as (
    select
        committee_id,
        max(year) as year
    from {{ ref('coverage') }}
    group by committee_id
)

select
    coverage.committee,
    coverage.year,
    count(*) filter (where coverage.reported) as families_reported,
    list(coverage.family order by coverage.family) filter (where not coverage.reported) as missing
from {{ ref('coverage') }} as coverage
inner join last_years on coverage.committee_id = last_years.committee_id and coverage.year = last_years.year
group by coverage.committee, coverage.year
order by coverage.committee
