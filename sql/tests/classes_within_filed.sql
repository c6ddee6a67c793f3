-- Resolved, in progress and explained together are no more than the filed proposals.
{{ config(severity='warn') }}
select
    committee,
    year,
    filed,
    resolved,
    in_progress,
    explained,
    evidence
from {{ ref('proposal_funnel') }}
where coalesce(resolved, 0) + coalesce(in_progress, 0) + coalesce(explained, 0) > filed
