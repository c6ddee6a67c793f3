-- What became of the proposals: how many of those submitted were filed, completed and resolved?
select
    committee,
    year,
    submitted,
    filed,
    completed,
    resolved,
    round(filing_rate_computed, 1) as filing_rate,
    round(resolved_share_computed, 1) as resolved_share
from {{ ref('proposal_funnel') }}
where filed is not null
order by committee, year
