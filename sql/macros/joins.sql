{#- Rows that agree in all these columns; two empty ones agree. -#}
{% macro same(columns, one, another) -%}
{% for column in columns.split(', ') -%}
{{ one }}.{{ column }} is not distinct from {{ another }}.{{ column }}{{ ' and ' if not loop.last }}
{%- endfor %}
{%- endmacro %}
