-- The rates given agree with those that follow from the counts.
{{ config(severity='warn') }}
select
    committee,
    year,
    disagreeing,
    evidence
from {{ ref('proposal_funnel') }}
where not rates_agree
