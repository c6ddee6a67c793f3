{#-
What documents claim, and which claim is taken: CTEs that follow a CTE `statements` with the columns of `keys` and
those of `statement_columns`. One figure that a document says twice is one statement; different figures are separate
statements, so a document with several claims nothing, unless its highest is said to be the total.
-#}
{% macro statement_columns() -%}
document_id,
sentence_id,
observation_id,
value,
value_high,
len(doubts) > 0 as doubtful,
qualifier <> 'exact' as approximate,
report,
published,
said_to_be_total,
contains(sentence, '其中') as parts_follow
{%- endmacro %}

{% macro document_claims(keys) -%}
stated_totals as (
    -- 共 before a list of figures (共召开A会议3次、B会议5次) calls none of them the total
    select
        *,
        coalesce(said_to_be_total, false) and (
            parts_follow or min(value) over same_sentence = max(value) over same_sentence
        ) as total
    from statements
    window same_sentence as (partition by {{ keys }}, document_id, sentence_id)
),

figures as (
    select
        {{ keys }},
        document_id,
        value,
        value_high,
        bool_or(total) as total,
        min(doubtful) as doubtful,
        min(approximate) as approximate,
        any_value(report) as report,
        any_value(published) as published,
        arg_min(observation_id, (doubtful, approximate, observation_id)) as observation_id
    from stated_totals
    group by {{ keys }}, document_id, value, value_high
),

document_claims as (
    -- the document's only figure, or its highest with the word whether that may stand for the whole
    select
        *,
        count(*) over same_document as statements,
        min(value) over same_document as lowest,
        max(coalesce(value_high, value)) over same_document as highest,
        list(observation_id) over same_document as observation_ids,
        total or count(*) over same_document = 1 as claimed
    from figures
    window same_document as (partition by {{ keys }}, document_id)
    qualify row_number() over (partition by {{ keys }}, document_id order by value desc, value_high desc) = 1
)
{%- endmacro %}

{#- One row per key: the claim taken, or `several`. Follows `document_claims`. -#}
{% macro chosen_claims(keys) -%}
weighed_claims as (
    -- where a document has several statements, only what is said to be the total can stand for the year
    select
        * exclude (statements, lowest, highest, observation_ids),
        claimed and (total or bool_and(claimed) over same_key) as eligible,
        cast(sum(statements) over same_key as bigint) as statements,
        min(lowest) over same_key as lowest,
        max(highest) over same_key as highest,
        count(*) over same_key as documents,
        list_sort(flatten(list(observation_ids) over same_key)) as observation_ids
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

chosen_claims as (
    select
        *,
        case
            when not eligible then 'several'
            when not coalesce(lead(eligible) over preference, false)
                then case when statements = 1 then 'only' when statements = documents and sources = documents
                then 'agreed' else 'total' end
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
)
{%- endmacro %}
