-- How many proposals did each committee file in each year, and which sentence says so?
select
    committee,
    year,
    value,
    choice,
    sentence
from {{ ref('committee_year') }}
where indicator = 'proposals_filed' and unit = '件'
order by committee, year
