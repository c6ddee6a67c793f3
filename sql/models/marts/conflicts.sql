{%- set keys = 'committee_id, period, indicator, unit, status, scope, basis, breakdown, programme_id, subject' -%}
with yearly_statements as (
    -- two events may well differ
    select
        {{ keys }},
        {{ statement_columns() }}
    from {{ ref('fct_observation') }}
    where counted and committee_id is not null and period is not null and basis <> 'event'
),

contested_keys as (
    -- two that happen to share a hash are told apart below
    select hash({{ keys }}) as key
    from yearly_statements
    group by all
    having min(value) <> max(value)
),

statements as (
    select *
    from yearly_statements
    where hash({{ keys }}) in (select contested_keys.key from contested_keys)
),

{{ figures(keys) }},

assertions as (
    -- figures that speak of all there was: a document's only one, a stated total, a rate
    select
        observations.*,
        least(observations.published, make_date(observations.period + 1, 1, 1)) as as_of
    from (
        select
            *,
            count(*) over (partition by {{ keys }}, document_id) as statements
        from figures
    ) as stated
    inner join {{ ref('fct_observation') }} as observations on stated.observation_id = observations.observation_id
    inner join {{ ref('dim_indicator') }} as indicators on observations.indicator = indicators.indicator
    where (stated.statements = 1 or stated.total or indicators.unit_class = 'percent') and indicators.family <> 'other'
)

select
    one.committee_id,
    committees.name as committee,
    one.period as year,
    one.indicator,
    one.subject,
    one.unit,
    one.status,
    one.scope,
    one.basis,
    one.breakdown,
    one.programme_id,
    one.document_id <> another.document_id as across_documents,
    one.observation_id as one_observation_id,
    one.value as one_value,
    one.quantity as one_quantity,
    one.sentence as one_sentence,
    one.source as one_source,
    one.published as one_published,
    another.observation_id as another_observation_id,
    another.value as another_value,
    another.quantity as another_quantity,
    another.sentence as another_sentence,
    another.source as another_source,
    another.published as another_published
from assertions as one
inner join assertions as another
    on
        {{ same(keys, 'one', 'another') }}
        and one.observation_id < another.observation_id
        and (one.lowest > another.highest or one.highest < another.lowest)
        -- a count may grow until the end of the year
        and not coalesce(
            one.status = 'actual' and one.unit <> '%' and one.as_of <> another.as_of
            and (one.as_of < another.as_of) = (one.value < another.value), false
        )
inner join {{ ref('dim_committee') }} as committees on one.committee_id = committees.committee_id
