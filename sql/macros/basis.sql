{#- What happened during the year first, then running totals, then single events. -#}
{% macro basis_order(basis) -%}
list_position(['period', 'cumulative', 'event'], {{ basis }})
{%- endmacro %}
