with current_documents as (
    -- samples leave with the first real document
    select
        documents.*,
        live.source_path,
        live.sample
    from {{ source('normalized', 'documents') }} as documents
    inner join {{ source('raw', 'live') }} as live on documents.document_id = live.document_id
    where not live.sample or (select bool_and(all_live.sample) from {{ source('raw', 'live') }} as all_live)
),

numeral_counts as (
    select
        document_id,
        count(*) as numerals,
        count(*) filter (where reason = 'unexplained') as unexplained
    from {{ source('indicator', 'numerals') }}
    group by document_id
),

mention_counts as (
    select
        document_id,
        count(*) as observations,
        count(distinct span_start) as mentions
    from {{ source('indicator', 'observations') }}
    group by document_id
)

select
    documents.document_id,
    case
        when documents.committee is not null
            then coalesce(documents.adcode, documents.province || '/' || documents.committee, documents.committee)
    end as committee_id,
    documents.committee,
    documents.level,
    documents.province,
    documents.adcode,
    documents.genre,
    documents.of_genre,
    documents.published,
    documents.report_year,
    documents.title,
    documents.script,
    documents.outlet,
    documents.speaker,
    documents.meeting,
    documents.source_path,
    documents.url,
    -- a URL that names a site alone does not lead to the page
    if(regexp_matches(documents.url, '[^:/]/[^/]'), documents.url, documents.source_path) as source,
    documents.sample,
    documents.family_id,
    documents.family_kind,
    documents.canonical,
    -- one member of a family counts; where the canonical one has left, the longest of the others
    row_number() over (
        partition by coalesce(documents.family_id, documents.document_id)
        order by documents.canonical desc, length(documents.text) desc, documents.published, documents.document_id asc
    ) = 1 as counted,
    length(documents.text) as characters,
    len(documents.damage) as damaged_spans,
    coalesce(mention_counts.observations, 0) as observations,
    coalesce(mention_counts.mentions, 0) + coalesce(numeral_counts.numerals, 0) as numerals,
    coalesce(numeral_counts.unexplained, 0)
    / nullif(coalesce(mention_counts.mentions, 0) + coalesce(numeral_counts.numerals, 0), 0)
        as unexplained_share,
    documents.doubts
from current_documents as documents
left join numeral_counts on documents.document_id = numeral_counts.document_id
left join mention_counts on documents.document_id = mention_counts.document_id
