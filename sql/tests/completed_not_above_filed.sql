-- No more proposals are completed than filed.
{{ config(severity='warn') }}
select
    committee,
    year,
    filed,
    completed,
    evidence
from {{ ref('proposal_funnel') }}
where completed > filed
