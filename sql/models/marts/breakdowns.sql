{%- set of_whole = 'document_id, indicator, period, status, scope, basis' -%}
with split_figures as (
    -- the cells of a table belong to one split of the whole, else a paragraph holds it
    select
        figures.*,
        if(sentences.kind = 'row', concat('table ', sentences.heading), 'paragraph ' || sentences.paragraph) as split
    from {{ ref('fct_observation') }} as figures
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator = indicators.indicator
    left join {{ source('segmented', 'sentences') }} as sentences on figures.sentence_id = sentences.sentence_id
    where figures.counted and figures.breakdown is not null and indicators.unit_class not in ('percent', 'any')
),

parts as (
    select
        {{ of_whole }},
        committee_id,
        split,
        breakdown,
        unit,
        value as part,
        min(lowest) as lowest,
        arg_min(quantity, span_start) as quantity,
        arg_min(sentence, span_start) as sentence,
        any_value(source) as source
    from split_figures
    group by all
),

wholes as (
    select
        {{ of_whole }},
        unit,
        if(count(distinct value) = 1 or arg_max(said_to_be_total, value), max(value), null) as whole,
        max(highest) as whole_highest,
        arg_max(sentence, (value, -span_start)) as whole_sentence
    from {{ ref('fct_observation') }}
    where
        counted and breakdown is null and unit is distinct from '%'
        and (document_id, indicator) in (select (parts.document_id, parts.indicator) from parts)
    group by all
),

split_sums as (
    select
        *,
        count(*) over same_split as parts,
        sum(part) over same_split as parts_sum,
        sum(lowest) over same_split as lowest_sum,
        max(case when unit = '%' then part end) over (partition by {{ of_whole }}, split, breakdown) as share_given
    from parts
    window same_split as (partition by {{ of_whole }}, split, unit)
)

select
    split_sums.document_id,
    split_sums.indicator,
    split_sums.period,
    split_sums.status,
    split_sums.scope,
    split_sums.basis,
    split_sums.committee_id,
    split_sums.split,
    split_sums.breakdown,
    split_sums.unit,
    split_sums.part,
    split_sums.parts,
    split_sums.parts_sum,
    wholes.whole,
    100 * split_sums.part / nullif(wholes.whole, 0) as share_computed,
    split_sums.share_given,
    coalesce(split_sums.lowest_sum > wholes.whole_highest, false) as parts_exceed_whole,
    split_sums.unit = '%' and split_sums.parts > 1 and abs(split_sums.parts_sum - 100) > 1 as shares_off,
    split_sums.quantity,
    split_sums.sentence,
    wholes.whole_sentence,
    split_sums.source
from split_sums
left join wholes on {{ same(of_whole ~ ', unit', 'split_sums', 'wholes') }}
