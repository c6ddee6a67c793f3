-- Every own, actual, whole figure of an indicator that counts is behind a row of committee_year: nothing is lost.
{{ config(meta={'dagster': {'ref': {'name': 'committee_year'}}}) }}
select
    observations.observation_id,
    observations.committee_id,
    observations.period,
    observations.indicator,
    observations.unit,
    observations.sentence,
    observations.source
from {{ ref('fct_observation') }} as observations
left join {{ ref('committee_year') }} as claims
    on
        observations.committee_id = claims.committee_id
        and observations.period = claims.year
        and observations.indicator = claims.indicator
        and observations.unit is not distinct from claims.unit
where
    observations.counted and observations.status = 'actual' and observations.scope = 'own'
    and observations.breakdown is null and observations.indicator <> 'other'
    and observations.committee_id is not null and observations.period is not null
    and (
        claims.committee_id is null
        or observations.basis = claims.basis and observations.value not between claims.lowest and claims.highest
    )
