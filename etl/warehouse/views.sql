-- The views of the build file; tables are made from the catalogue of columns.

create or replace view raw.live as
select
    document_id,
    min(source_path) as source_path,
    bool_and(sample) as sample
from raw.sources
where vanished is null
group by document_id;

create or replace view segmented.tokens as
select
    sentence_id,
    document_id,
    generate_subscripts(tokens, 1) - 1 as position,
    unnest(tokens).text as text,
    unnest(tokens).span_start as span_start,
    unnest(tokens).span_end as span_end
from segmented.sentences;
