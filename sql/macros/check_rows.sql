{#- Keep the rows that failed checks found, so that one can read them beside their sentences. -#}
{% macro keep_check_rows(results) -%}
{% if execute and flags.WHICH in ('build', 'test') -%}
create or replace table check_rows (check_name varchar, severity varchar, found json);
{% for result in results if result.node.resource_type == 'test' and result.status in ('fail', 'warn') -%}
insert into check_rows
select
    '{{ result.node.name }}',
    '{{ result.node.config.severity | lower }}',
    to_json(found)
from ({{ result.node.compiled_code }}) as found
order by all
limit 1000;
{% endfor -%}
{% endif -%}
{% endmacro %}
