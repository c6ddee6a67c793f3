-- The shares of a split sum to about 100.
{{ config(severity='warn') }}
select
    document_id,
    indicator,
    breakdown,
    part as share,
    parts_sum as shares_sum,
    sentence,
    source
from {{ ref('breakdowns') }}
where shares_off
