-- No more proposals are filed than submitted.
{{ config(severity='warn') }}
select
    committee,
    year,
    submitted,
    filed,
    evidence
from {{ ref('proposal_funnel') }}
where filed > submitted
