with families as (
    select
        family,
        count(*) as indicators_known
    from {{ ref('dim_indicator') }}
    where family <> 'other'
    group by family
),

counted_figures as (
    select
        observations.committee_id,
        observations.period as year,
        indicators.family,
        observations.indicator,
        observations.document_id
    from {{ ref('fct_observation') }} as observations
    inner join {{ ref('dim_indicator') }} as indicators on observations.indicator = indicators.indicator
    where
        observations.counted and observations.status = 'actual' and observations.scope = 'own'
        and indicators.family <> 'other'
),

committee_years as (
    -- a year counts as soon as a document reports on it or one figure is about it
    select
        committee_id,
        report_year as year
    from {{ ref('dim_document') }}
    where counted and of_genre
    union distinct
    select
        committee_id,
        year
    from counted_figures
),

reported as (
    select
        committee_id,
        year,
        family,
        count(*) as observations,
        count(distinct indicator) as indicators_reported,
        count(distinct document_id) as documents
    from counted_figures
    group by all
)

select
    committee_years.committee_id,
    committees.name as committee,
    committees.level,
    committees.province,
    committee_years.year,
    families.family,
    reported.family is not null as reported,
    coalesce(reported.indicators_reported, 0) as indicators_reported,
    families.indicators_known,
    coalesce(reported.observations, 0) as observations,
    coalesce(reported.documents, 0) as documents
from committee_years
cross join families
inner join {{ ref('dim_committee') }} as committees on committee_years.committee_id = committees.committee_id
left join reported
    on
        committee_years.committee_id = reported.committee_id
        and committee_years.year = reported.year
        and families.family = reported.family
where committee_years.year is not null
