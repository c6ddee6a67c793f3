{#-
What documents claim, and which claim is taken: CTEs that follow a CTE `statements` with the columns of `keys` and
those of `statement_columns`. One figure that a document says twice is one statement; different figures are separate
statements, so a document with several claims nothing, unless its highest is said to be the total.
-#}
{% macro statement_columns() -%}
document_id,
observation_id,
value,
coalesce(value_high, value) as value_high,
len(doubts) > 0 as doubtful,
qualifier <> 'exact' as approximate,
report,
published,
said_to_be_total
{%- endmacro %}

{% macro figures(keys) -%}
figures as (
    select
        {{ keys }},
        document_id,
        value,
        value_high,
        bool_or(said_to_be_total) as total,
        min(doubtful) as doubtful,
        min(approximate) as approximate,
        any_value(report) as report,
        any_value(published) as published,
        arg_min(observation_id, (doubtful, approximate, observation_id)) as observation_id
    from statements
    group by {{ keys }}, document_id, value, value_high
)
{%- endmacro %}

{#- One row per key: the claim taken, or `several`, with its evidence. -#}
{% macro claims(keys) -%}
{{ figures(keys) }},

key_statements as (
    select
        {{ keys }},
        count(*) as statements,
        min(value) as lowest,
        max(value_high) as highest,
        min(value) = max(value) and min(value_high) = max(value_high) as agreed,
        arg_max(
            observation_id,
            (not doubtful, not approximate, report, coalesce(published, date '-infinity'), observation_id)
        ) as observation_id,
        list_sort(list(observation_id)) as observation_ids
    from figures
    group by {{ keys }}
),

document_claims as (
    -- where statements differ: a document's only figure, or its highest with the word whether that may be the whole
    select
        figures.*,
        total or count(*) over (partition by {{ qualified(keys, 'figures') }}, figures.document_id) = 1 as claimed
    from figures
    inner join key_statements as keyed on {{ same(keys, 'figures', 'keyed') }} and not keyed.agreed
    qualify
        row_number() over (
            partition by {{ qualified(keys, 'figures') }}, figures.document_id
            order by figures.value desc, figures.value_high desc
        ) = 1
),

weighed_claims as (
    -- where a document has several statements, only what is said to be the total can stand for the year
    select
        *,
        claimed and (total or bool_and(claimed) over same_key) as eligible,
        count(*) over same_key as documents
    from document_claims
    window same_key as (partition by {{ keys }})
),

best_claims as (
    select
        *,
        count(*) over (partition by {{ keys }}, eligible, value, value_high) as sources
    from weighed_claims
    qualify
        row_number() over (
            partition by {{ keys }}, eligible, value, value_high
            order by doubtful asc, approximate asc, report desc, published desc nulls last, observation_id asc
        ) = 1
),

preferred_claims as (
    -- without a rival to prefer it to, the claim was a total beside other statements
    select
        *,
        case
            when not eligible then 'several'
            when not coalesce(lead(eligible) over preference, false) then 'total'
            when doubtful < lead(doubtful) over preference then 'certain'
            when approximate < lead(approximate) over preference then 'exact'
            when report > lead(report) over preference then 'report'
            when published > lead(published) over preference then 'later'
            else 'several'
        end as choice
    from best_claims
    window preference as (
        partition by {{ keys }}
        order by
            eligible desc, doubtful asc, approximate asc, report desc, published desc nulls last,
            value asc, value_high asc
    )
    qualify row_number() over preference = 1
),

chosen_claims as (
    select
        keyed.* exclude (agreed, observation_id),
        coalesce(preferred.observation_id, keyed.observation_id) as observation_id,
        coalesce(preferred.documents, keyed.statements) as documents,
        coalesce(preferred.sources, keyed.statements) as sources,
        coalesce(preferred.choice, if(keyed.statements = 1, 'only', 'agreed')) as choice
    from key_statements as keyed
    left join preferred_claims as preferred on {{ same(keys, 'keyed', 'preferred') }}
),

several_sentences as (
    -- where no claim is taken, all sentences are the evidence
    select
        several.claim_id,
        string_agg(distinct observations.sentence, chr(10) order by observations.sentence) as sentences
    from (
        select
            observation_id as claim_id,
            unnest(observation_ids) as observation_id
        from chosen_claims
        where choice = 'several'
    ) as several
    inner join {{ ref('fct_observation') }} as observations on several.observation_id = observations.observation_id
    group by several.claim_id
),

claims as (
    select
        {{ qualified(keys, 'chosen') }},
        case when chosen.choice <> 'several' then observations.value end as value,
        case when chosen.choice <> 'several' then observations.value_high end as value_high,
        case when chosen.choice <> 'several' then observations.qualifier end as qualifier,
        chosen.choice,
        len(observations.doubts) > 0 as doubtful,
        chosen.statements,
        chosen.lowest,
        chosen.highest,
        case when chosen.choice <> 'several' then chosen.sources end as sources,
        chosen.documents,
        chosen.observation_id,
        chosen.observation_ids,
        case when chosen.choice <> 'several' then observations.subject end as subject,
        case when chosen.choice <> 'several' then observations.quantity end as quantity,
        coalesce(several_sentences.sentences, observations.sentence) as sentence,
        observations.document_id,
        observations.source
    from chosen_claims as chosen
    inner join {{ ref('fct_observation') }} as observations on chosen.observation_id = observations.observation_id
    left join several_sentences on chosen.observation_id = several_sentences.claim_id
)
{%- endmacro %}
