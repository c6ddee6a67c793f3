-- Which platforms and campaigns reached the most people?
select
    programme,
    committee,
    year,
    indicator,
    value,
    unit,
    basis
from {{ ref('programme_year') }}
where theme in ('people', 'reach') and unit in ('人', '名', '人次', '次', '位')
order by value desc nulls last, programme asc, indicator asc
limit 10
