-- Where does a report give several counts of one thing and no total?
select
    committee,
    year,
    indicator,
    unit,
    statements,
    lowest,
    highest
from {{ ref('committee_year') }}
where choice = 'several' and indicator <> 'other'
order by committee, year, indicator, unit
