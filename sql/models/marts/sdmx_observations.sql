-- noqa: disable=CP02,RF06
select
    claims.committee_id as "REF_AREA",
    claims.indicator as "INDICATOR",
    cast(claims.year as varchar) as "TIME_PERIOD",
    claims.value as "OBS_VALUE",
    claims.unit as "UNIT_MEASURE",
    case
        when claims.value is null then 'M'
        when claims.doubtful then 'U'
        when claims.qualifier <> 'exact' or claims.value_high is not null then 'E'
        else 'A'
    end as "OBS_STATUS"
from {{ ref('committee_year') }} as claims
