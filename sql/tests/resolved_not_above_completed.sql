-- No more proposals are resolved than completed.
{{ config(severity='warn') }}
select
    committee,
    year,
    completed,
    resolved,
    evidence
from {{ ref('proposal_funnel') }}
where resolved > completed
