-- What became of the proposals of a year, or of a term: how many were filed, completed and resolved?
select
    committee,
    year,
    basis,
    submitted,
    filed,
    completed,
    resolved,
    round(filing_rate_computed, 1) as filing_rate,
    round(resolved_share_computed, 1) as resolved_share
from {{ ref('proposal_funnel') }}
where filed is not null
order by committee, year, basis
