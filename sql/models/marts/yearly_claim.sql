{%- set keys = 'status, committee_id, year, indicator, unit' -%}
with own_wholes as (
    select
        status,
        committee_id,
        period as year,
        indicator,
        unit,
        case basis when 'period' then 1 when 'cumulative' then 2 else 3 end as basis_order,
        {{ statement_columns() }}
    from {{ ref('fct_observation') }}
    where counted and scope = 'own' and breakdown is null and committee_id is not null and period is not null
),

statements as (
    -- what happened during the year goes before a running total, and that before a single event
    select *
    from own_wholes
    qualify basis_order = min(basis_order) over (partition by {{ keys }})
),

{{ document_claims(keys) }},

{{ chosen_claims(keys) }},

several_sentences as (
    -- where no claim is taken, all sentences are the evidence
    select
        claims.claim_id,
        string_agg(distinct observations.sentence, chr(10) order by observations.sentence) as sentences
    from (
        select
            observation_id as claim_id,
            unnest(observation_ids) as observation_id
        from chosen_claims
        where choice = 'several'
    ) as claims
    inner join {{ ref('fct_observation') }} as observations on claims.observation_id = observations.observation_id
    group by claims.claim_id
)

select
    claims.status,
    claims.committee_id,
    claims.year,
    claims.indicator,
    claims.unit,
    case when claims.choice <> 'several' then claims.value end as value,
    case when claims.choice <> 'several' then claims.value_high end as value_high,
    case when claims.choice <> 'several' then observations.qualifier end as qualifier,
    claims.choice,
    observations.basis,
    claims.doubtful,
    claims.statements,
    claims.lowest,
    claims.highest,
    case when claims.choice <> 'several' then claims.sources end as sources,
    claims.documents,
    claims.observation_ids,
    case when claims.choice <> 'several' then observations.quantity end as quantity,
    coalesce(several_sentences.sentences, observations.sentence) as sentence,
    claims.document_id,
    observations.source
from chosen_claims as claims
inner join {{ ref('fct_observation') }} as observations on claims.observation_id = observations.observation_id
left join several_sentences on claims.observation_id = several_sentences.claim_id
