select
    observations.programme_id,
    mode(observations.programme order by observations.programme) as name,
    list(distinct observations.programme order by observations.programme) as variants,
    list(distinct committees.name order by committees.name) filter (where committees.name is not null)
        as committees,
    min(observations.period) as first_year,
    max(observations.period) as last_year,
    count(*) filter (where observations.counted) as observations
from {{ ref('fct_observation') }} as observations
left join {{ ref('dim_committee') }} as committees on observations.committee_id = committees.committee_id
where observations.programme_id is not null
group by observations.programme_id
