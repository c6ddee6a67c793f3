select
    claims.committee_id,
    committees.name as committee,
    committees.level,
    committees.province,
    claims.year,
    indicators.family,
    claims.indicator,
    indicators.name_zh as indicator_zh,
    claims.unit,
    claims.value,
    claims.value_high,
    claims.qualifier,
    claims.choice,
    claims.basis,
    claims.doubtful,
    claims.statements,
    claims.lowest,
    claims.highest,
    claims.sources,
    claims.documents,
    claims.observation_ids,
    claims.quantity,
    claims.sentence,
    claims.document_id,
    claims.source
from {{ ref('yearly_claim') }} as claims
inner join {{ ref('dim_committee') }} as committees on claims.committee_id = committees.committee_id
inner join {{ ref('dim_indicator') }} as indicators on claims.indicator = indicators.indicator
where claims.status = 'actual'
