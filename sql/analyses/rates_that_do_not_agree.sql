-- Which reported rates do not follow from the counts that stand beside them?
select
    committee,
    year,
    unnest(disagreeing) as rate,
    evidence
from {{ ref('proposal_funnel') }}
order by committee, year, rate
