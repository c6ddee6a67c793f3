-- Which figures changed most against the year before?
select
    committee,
    indicator,
    year,
    value_before,
    value,
    round(change_percent, 1) as change_percent,
    outlier
from {{ ref('year_over_year') }}
where unit <> '%'
order by abs(ln(value / value_before)) desc, committee asc, indicator asc, unit asc
limit 10
