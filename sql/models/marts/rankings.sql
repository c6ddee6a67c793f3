with comparable as (
    select *
    from {{ ref('committee_year') }}
    where value is not null
)

select
    committee_id,
    committee,
    level,
    province,
    year,
    family,
    indicator,
    unit,
    basis,
    value,
    qualifier,
    rank() over (within_level order by value desc) as rank_in_level,
    count(*) over (within_level) as compared_in_level,
    count(*) over (within_level order by value desc range between current row and current row) as ties_in_level,
    rank() over (within_province order by value desc) as rank_in_province,
    count(*) over (within_province) as compared_in_province,
    count(*) over (within_province order by value desc range between current row and current row) as ties_in_province,
    sentence,
    source
from comparable
window
    within_level as (partition by level, year, indicator, unit, basis),
    within_province as (partition by level, province, year, indicator, unit, basis)
