-- Which terms do reports use more than the year before?
select
    committee,
    year,
    term,
    weight_before,
    weight,
    trend
from {{ ref('keywords') }}
where trend in ('new', 'rising') and rank <= 10
order by committee, year, rank
