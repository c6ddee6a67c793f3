-- The parts of a total do not exceed it.
{{ config(severity='warn') }}
select
    document_id,
    indicator,
    breakdown,
    unit,
    part,
    parts_sum,
    whole,
    sentence,
    whole_sentence,
    source
from {{ ref('breakdowns') }}
where parts_exceed_whole
