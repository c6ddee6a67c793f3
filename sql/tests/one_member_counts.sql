-- Exactly one document of each family of repeats counts.
{{ config(meta={'dagster': {'ref': {'name': 'dim_document'}}}) }}
select
    family_id,
    count(*) as documents,
    count(*) filter (where counted) as counted,
    list(source order by source) as sources
from {{ ref('dim_document') }}
group by family_id
having count(*) filter (where counted) <> 1
