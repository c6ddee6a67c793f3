with names as (
    select
        committee_id,
        committee,
        level,
        province,
        adcode,
        count(*) as documents,
        max(report_year) as last_year
    from {{ ref('dim_document') }}
    where committee_id is not null
    group by all
),

committees as (
    -- a place that was renamed keeps one row, under the name used last
    select
        *,
        case
            when level = 'county' and (adcode[1:2] in ('11', '12', '31', '50') or adcode[3:4] = '90')
                then adcode[1:2] || '0000'
            when level = 'county' then adcode[1:4] || '00'
            when level = 'prefecture' then adcode[1:2] || '0000'
            when level = 'province' then '100000'
        end as parent_adcode
    from names
    qualify row_number() over (
        partition by committee_id
        order by last_year desc nulls last, documents desc, committee asc
    ) = 1
)

select
    child.committee_id,
    child.adcode,
    child.committee as name,
    '中国人民政治协商会议'
    || case when child.level = 'county' then coalesce(regexp_replace(parent.committee, '政协$', ''), '') else '' end
    || regexp_replace(child.committee, '政协$', '') || '委员会' as full_name,
    child.level,
    child.province,
    child.parent_adcode,
    parent.committee_id as parent_id
from committees as child
left join committees as parent
    on (
        child.parent_adcode = parent.adcode
        or (child.parent_adcode = '100000' and parent.level = 'national')
    )
