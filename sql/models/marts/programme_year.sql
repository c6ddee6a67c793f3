{%- set keys = 'programme_id, committee_id, year, indicator, unit, scope, basis' -%}
with statements as (
    select
        programme_id,
        committee_id,
        period as year,
        indicator,
        unit,
        scope,
        basis,
        {{ statement_columns() }}
    from {{ ref('fct_observation') }}
    where
        counted and status = 'actual' and breakdown is null and programme_id is not null
        and committee_id is not null and period is not null
),

{{ document_claims(keys) }},

{{ chosen_claims(keys) }}

select
    claims.programme_id,
    programmes.name as programme,
    claims.committee_id,
    committees.name as committee,
    claims.year,
    coalesce(themes.theme, 'other') as theme,
    claims.indicator,
    claims.unit,
    claims.scope,
    claims.basis,
    case when claims.choice <> 'several' then claims.value end as value,
    case when claims.choice <> 'several' then claims.value_high end as value_high,
    case when claims.choice <> 'several' then observations.qualifier end as qualifier,
    claims.choice,
    claims.statements,
    claims.lowest,
    claims.highest,
    claims.documents,
    claims.observation_ids,
    observations.subject,
    observations.sentence,
    observations.source
from chosen_claims as claims
inner join {{ ref('fct_observation') }} as observations on claims.observation_id = observations.observation_id
inner join {{ ref('dim_programme') }} as programmes on claims.programme_id = programmes.programme_id
inner join {{ ref('dim_committee') }} as committees on claims.committee_id = committees.committee_id
left join {{ ref('programme_themes') }} as themes on claims.indicator = themes.indicator
