{#-
What documents claim, and which claim is taken: CTEs that follow a CTE `statements` with the columns of `keys` and
those of `statement_columns`. One figure that a document says twice is one statement; different figures are separate
statements, so a document with several claims nothing, unless its highest is said to be the total.
-#}
{% macro statement_columns() -%}
document_id,
observation_id,
value,
value_high,
len(doubts) > 0 as doubtful,
qualifier <> 'exact' as approximate,
report,
published,
said_to_be_total
{%- endmacro %}

{% macro document_claims(keys) -%}
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
),

document_claims as (
    -- the document's only figure, or its highest with the word whether that may stand for the whole
    select
        *,
        total or count(*) over (partition by {{ keys }}, document_id) = 1 as claimed
    from figures
    qualify row_number() over (partition by {{ keys }}, document_id order by value desc, value_high desc) = 1
)
{%- endmacro %}

{#- One row per key: the claim taken, or `several`. Follows `document_claims`. -#}
{% macro chosen_claims(keys) -%}
key_statements as (
    select
        {{ keys }},
        count(*) as statements,
        min(value) as lowest,
        max(coalesce(value_high, value)) as highest,
        list_sort(list(observation_id)) as observation_ids
    from figures
    group by {{ keys }}
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
    select
        *,
        case
            when not eligible then 'several'
            when not coalesce(lead(eligible) over preference, false) then null
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
    -- no rival claim: the only statement, one that all documents share, or a total beside other statements
    select
        claims.* exclude (choice),
        statements.* exclude ({{ keys }}),
        coalesce(
            claims.choice,
            case
                when statements.statements = 1 then 'only'
                when claims.sources = claims.documents and statements.statements = claims.documents then 'agreed'
                else 'total'
            end
        ) as choice
    from preferred_claims as claims
    inner join key_statements as statements on {{ same(keys, 'claims', 'statements') }}
)
{%- endmacro %}
