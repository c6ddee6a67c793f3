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

{{ claims(keys) }}

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
    claims.value,
    claims.value_high,
    claims.qualifier,
    claims.choice,
    claims.statements,
    claims.lowest,
    claims.highest,
    claims.documents,
    claims.observation_ids,
    claims.subject,
    claims.sentence,
    claims.source
from claims
inner join {{ ref('dim_programme') }} as programmes on claims.programme_id = programmes.programme_id
inner join {{ ref('dim_committee') }} as committees on claims.committee_id = committees.committee_id
left join {{ ref('programme_themes') }} as themes on claims.indicator = themes.indicator
