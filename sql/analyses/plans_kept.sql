-- Which plans were kept, and which were missed?
select
    committee,
    year,
    indicator,
    planned,
    actual,
    unit,
    outcome
from {{ ref('plan_vs_actual') }}
where outcome in ('reached', 'missed')
order by committee, year, indicator, unit
