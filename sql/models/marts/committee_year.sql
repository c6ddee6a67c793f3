with first_bases as (
    -- what happened during the year goes before a running total, and that before a single event
    select *
    from {{ ref('yearly_claim') }}
    where status = 'actual'
    qualify
        {{ basis_order('basis') }}
        = min({{ basis_order('basis') }}) over (partition by committee_id, year, indicator, unit)
)

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
    claims.subject,
    claims.quantity,
    claims.sentence,
    claims.document_id,
    claims.source
from first_bases as claims
inner join {{ ref('dim_committee') }} as committees on claims.committee_id = committees.committee_id
inner join {{ ref('dim_indicator') }} as indicators on claims.indicator = indicators.indicator
